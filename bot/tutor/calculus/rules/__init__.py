"""Why a derivative is what it is: the rules, one step at a time, each of them checked."""
