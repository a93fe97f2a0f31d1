pod_template! {
    pod_spec: {
        containers: [{ name: "primary" }],
        dns_config: { nameservers: ["FD00:0:0:0:0:0:0:1"] },
//                                  ^^^^^^^^^^^^^^^^^^^^ warning[address_form]: spec.dnsConfig.nameservers[0]: the address of a name server `FD00:0:0:0:0:0:0:1` is written in another form than usual
//                                  help: write `fd00::1`
        host_aliases: [{ ip: "10.0.0.1", hostnames: ["a"] }, { ip: "10.0.0.1", hostnames: ["b"] }],
//                                                                 ^^^^^^^^^^ warning[duplicate_host_alias]: spec.hostAliases[1].ip: the address `10.0.0.1` has names already
//                                                                 help: put the names together
//                           ---------- duplicate_host_alias: first named here
    },
}
