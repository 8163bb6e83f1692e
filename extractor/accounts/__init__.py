"""Who may use the service: users with roles, sessions, API tokens with scopes, and the audit log."""
