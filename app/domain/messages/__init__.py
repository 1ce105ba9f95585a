"""What Booth's processes say to each other: frozen, typed, told apart by `kind`.

One module a worker. `...Command` goes from the kiosk to the worker, `...Report` comes back.
"""
