# Shared by the scripts of servers in Rust, whose program is $name of the crate src/rust; sourced, never run. The versions are
# those of Cargo.lock there. Gives `compile FLAG…`, FLAGs being cargo's.
sources=$here/src/rust
. "$here/built.sh"
binary=$built/$name

compile() {
  # What one has compiled the next need not.
  CARGO_TARGET_DIR=$cache/built/rust cargo build --quiet --release --locked --manifest-path "$sources/Cargo.toml" \
    --bin "$name" "$@" && cp "$cache/built/rust/release/$name" "$binary"
}

locked() { # the version of a crate
  sed -n "/^name = \"$1\"\$/{n;s/^version = \"\\(.*\\)\"\$/\\1/p;q}" "$sources/Cargo.lock"
}

run_server() {
  local at=$address
  case $at in *:*) at="[$at]" ;; esac
  exec setsid "$binary" --listen "$at:$1" --files "$2" --cert "$3/leaf.pem" --key "$3/leaf.key" \
    "${server_options[@]+"${server_options[@]}"}"
}
