"""The screens. The only room that imports PySide6."""
