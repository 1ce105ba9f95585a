"""The sealed formats: logs, bundles, manifests, and the keys. Specified in `docs/spec/`."""
