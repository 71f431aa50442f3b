//! Closed sets of which every member is one word.

/// Declares a closed set, its list, and the method that gives the word, each word beside its variant:
/// `method: "what the word is";`, then `Variant = "word",`.
macro_rules! words {
    (
        $(#[$meta:meta])*
        pub enum $name:ident {
            $word:ident: $about:literal;
            $( $(#[$variant_meta:meta])* $variant:ident = $text:literal, )+
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name { $( $(#[$variant_meta])* $variant, )+ }

        impl $name {
            /// Every one, in order.
            pub const ALL: &'static [$name] = &[ $( $name::$variant, )+ ];

            #[doc = $about]
            #[must_use]
            pub const fn $word(self) -> &'static str {
                match self { $( $name::$variant => $text, )+ }
            }
        }
    };
}
pub(crate) use words;
