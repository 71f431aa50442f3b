//! What a patch is worth: the same luck with and without it.
