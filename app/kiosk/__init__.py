"""The kiosk's main process: starts the workers, holds the session, decides the screen."""
