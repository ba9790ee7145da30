"""Words -> Request, and a formula's text -> its tree."""
