"""Every select on delegations, limited by the viewer."""
