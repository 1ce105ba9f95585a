"""The program's own versions on a kiosk: unpacked beside each other, tried, kept or given up."""
