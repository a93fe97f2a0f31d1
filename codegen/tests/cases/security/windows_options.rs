pod_template! {
    pod_spec: {
        os: { name: "windows" },
        security_context: { windows_options: { gmsa_credential_spec_name: "WebApp", run_as_user_name: "a\\b\\c" } },
//                                                                        ^^^^^^^^ error[invalid_name]: spec.securityContext.windowsOptions.gmsaCredentialSpecName: the credential spec's name `WebApp` has a capital letter: only small letters, digits and `-` may stand in it
//                                                                                                    ^^^^^^^^^ error[windows_user]: spec.securityContext.windowsOptions.runAsUserName: `a\\b\\c` is no user of Windows: it has more than one `\`
//                                                                                                    help: write `USER` or `DOMAIN\USER`
        containers: [{
            name: "primary",
            security_context: { windows_options: { gmsa_credential_spec: "", run_as_user_name: "web@corp" } },
//                                                                       ^^ error[required]: spec.containers[0].securityContext.windowsOptions.gmsaCredentialSpec: a credential spec is not empty
//                                                                       help: write the spec, or leave the field out
//                                                                                             ^^^^^^^^^^ error[windows_user]: spec.containers[0].securityContext.windowsOptions.runAsUserName: `web@corp` is no user of Windows: its user has one of `"/:;|=,+*?<>@[]` in it
//                                                                                             help: write `USER` or `DOMAIN\USER`
        }],
    },
}
