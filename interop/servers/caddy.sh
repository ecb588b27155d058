# What the scripts for the Caddys share; sourced after common.sh, never run. Needs `binary`.
#
# Beside the files: /status/NNN answers with that status, /redirect and /redirect/NNN lead to /1k.bin, /echo sends the
# body back (in memory: not for large ones), /hello names the protocol and sends the field x-echo back.
# After --: `--backend HOST:PORT` has that answer /work and /kept/, and logs each request; `--protocols 'h1 h2'` leaves UDP
# alone, so that it may stand beside one that does not; `--alt-svc VALUE` says that;
# `--client-ca PEM` demands a client certificate of that CA.

run_server() {
  local port=$1 www=$2 certs=$3
  local more='' protocols='h1 h2 h3' clients=''
  set -- "${server_options[@]+"${server_options[@]}"}"
  while [ $# -gt 0 ]; do
    case $1 in
      --backend)
        more+="log
	@backend path /work /work/* /kept/*
	reverse_proxy @backend $2
	"
        ;;
      --protocols) protocols=$2 ;;
      --client-ca)
        clients=" {
		client_auth {
			mode require_and_verify
			trusted_ca_cert_file \"$2\"
		}
	}"
        ;;
      --alt-svc) more+="header Alt-Svc \`$2\`
	" ;;
      *) die 2 "unknown option '$1'" ;;
    esac
    shift 2
  done
  # admin off, auto_https off and skip_install_trust: no second socket, no own ACME, no CA put into the machine's store.
  # default_sni: clients do not send SNI for `localhost` or an address.
  # strict_sni_host off: it is on where client certificates are asked for, and answers those without SNI with 421.
  cat >"$dir/Caddyfile" <<EOF
{
	admin off
	auto_https off
	default_sni localhost
	skip_install_trust
	default_bind $address
	servers {
		protocols $protocols
		strict_sni_host insecure_off
	}
}
https://localhost:$port, https://127.0.0.1:$port, https://[::1]:$port {
	tls "$certs/leaf.pem" "$certs/leaf.key"$clients
	root * "$www"
	header x-proto {http.request.proto}
	@status path_regexp status ^/status/([1-9][0-9][0-9])\$
	respond @status "status {re.status.1}" {re.status.1}
	redir /redirect /1k.bin 302
	@redirect path_regexp redirect ^/redirect/(30[12378])\$
	redir @redirect /1k.bin {re.redirect.1}
	handle /echo {
		header content-type application/octet-stream
		respond "{http.request.body}"
	}
	handle /hello {
		header x-echo {header.x-echo}
		respond "hello over {http.request.proto}"
	}
	$more
	file_server
}
EOF
  export XDG_DATA_HOME=$dir/xdg XDG_CONFIG_HOME=$dir/xdg HOME=$dir
  exec setsid "$binary" run --config "$dir/Caddyfile" --adapter caddyfile
}
