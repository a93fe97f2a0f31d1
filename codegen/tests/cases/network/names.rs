pod_template! {
    pod_spec: {
        containers: [{ name: "primary" }],
        hostname: "a.b",
//                ^^^^^ error[invalid_name]: spec.hostname: the host name `a.b` has a `.`: only small letters, digits and `-` may stand in it
        subdomain: "A",
//                 ^^^ error[invalid_name]: spec.subdomain: the subdomain `A` has a capital letter: only small letters, digits and `-` may stand in it
        hostname_override: "a_b",
//      ^^^^^^^^^^^^^^^^^ error[hostname_override]: spec.hostnameOverride: `hostname_override` names the pod, and `set_hostname_as_fqdn` names it otherwise
//      help: leave out `hostname_override` or `set_hostname_as_fqdn`
//                         ^^^^^ error[invalid_name]: spec.hostnameOverride: the host name `a_b` has a `_`: only small letters, digits and `-` may stand in it
        set_hostname_as_fqdn: true,
//      -------------------- hostname_override: this one
        host_aliases: [{ ip: "1.2.3", hostnames: ["a.local", "a_b"] }],
//                           ^^^^^^^ error[invalid_ip]: spec.hostAliases[0].ip: the address of a host alias `1.2.3` is no IP address such as `10.9.8.7` or `2001:db8::ffff`
//                                                           ^^^^^ error[invalid_name]: spec.hostAliases[0].hostnames[1]: the host name `a_b` has a `_`: only small letters, digits and `-` may stand in it
    },
}
