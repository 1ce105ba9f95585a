"""The models: faces, landmarks, objects, text, speech. The only room that loads them."""
