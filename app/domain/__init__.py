"""Values, ids and errors: the words every room speaks. Imports no other room."""
