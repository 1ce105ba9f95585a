"""The demonstration: generated or given media, a stage that shows them, a conductor."""
