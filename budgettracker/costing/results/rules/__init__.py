"""Statistics on plain values. The only folder that reckons in floats: what comes out is whole pence, half up."""
