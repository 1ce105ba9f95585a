"""What the windows show: one QObject a screen, without rule, file or clock.

Each view model holds the newest frozen message of its screen and shows it as typed properties with
one `changed` signal. What people do goes out through the `Send` it was given. Lists are
`RowsModel`s: rows are frozen dataclasses, and each field is a role (in lowerCamelCase).
"""
