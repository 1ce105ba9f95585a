"""The screens: a process of its own, the only room that knows Qt."""
