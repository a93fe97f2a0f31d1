pod_template! {
    pod_spec: {
        containers: [{ name: "primary" }],
        dns_config: {
            nameservers: ["10.0.0.1", "dns.example.com", "010.0.0.1", "::ffff:10.0.0.1"],
//                                    ^^^^^^^^^^^^^^^^^ error[invalid_ip]: spec.dnsConfig.nameservers[1]: the address of a name server `dns.example.com` is no IP address such as `10.9.8.7` or `2001:db8::ffff`
//                                                       ^^^^^^^^^^^ error[invalid_ip]: spec.dnsConfig.nameservers[2]: the address of a name server `010.0.0.1` has a number that begins with a zero
//                                                                    ^^^^^^^^^^^^^^^^^ error[too_many]: spec.dnsConfig.nameservers: a pod has at most 3 name servers, and this is one more
//                                                                    ^^^^^^^^^^^^^^^^^ error[invalid_ip]: spec.dnsConfig.nameservers[3]: the address of a name server `::ffff:10.0.0.1` is an IPv4 address written as IPv6
            searches: ["example.com.", "a b", "."],
//                                     ^^^^^ error[invalid_name]: spec.dnsConfig.searches[1]: the search domain `a b` has a character that is no small letter, digit, `-` or `_`
            options: [{ value: "1" }],
//                    ^ error[required]: spec.dnsConfig.options[0]: an option of the resolver needs `name`
//                    help: add `name: "…"`, such as `ndots`
        },
    },
}
