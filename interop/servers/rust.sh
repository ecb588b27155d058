# Shared by the scripts of servers in Rust; sourced after built.sh, never run. Gives `compile FLAG…`: builds the program
# $name of the crate in $sources, with what Cargo.lock there names. FLAGs are cargo's.
binary=$built/$name

compile() {
  # What one has compiled the next need not.
  CARGO_TARGET_DIR=$cache/built/rust cargo build --quiet --release --locked --manifest-path "$sources/Cargo.toml" \
    --bin "$name" "$@" && cp "$cache/built/rust/release/$name" "$binary"
}
