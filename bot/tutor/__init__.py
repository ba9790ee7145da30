"""The tutor: values in, values out; whatever a stranger typed is read, computed and drawn here."""
