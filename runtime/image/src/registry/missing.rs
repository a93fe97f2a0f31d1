//! A repository that has to be made before something is pushed to it: takes its name, gives what makes it. Which registries
//! make none by themselves is in their own documentation.

/// What makes the repository of this registry, for the end of an error.
pub(super) fn remedy(registry: &str, repository: &str) -> String {
    let ecr = registry.split_once(".dkr.ecr.").and_then(|(_, rest)| rest.split_once(".amazonaws.com"));
    if let Some((region, _)) = ecr {
        return format!("`aws ecr create-repository --region {region} --repository-name {repository}`");
    }
    let first = repository.split('/').next().unwrap_or_default();
    if registry == "public.ecr.aws" {
        let name = repository.split_once('/').map_or(repository, |(_, name)| name);
        return format!("`aws ecr-public create-repository --region us-east-1 --repository-name {name}`");
    }
    let parts = repository.split('/').collect::<Vec<_>>();
    match (registry.strip_suffix("-docker.pkg.dev"), parts.as_slice()) {
        (Some(location), [project, name, _, ..]) => format!(
            "`gcloud artifacts repositories create {name} --repository-format=docker --location={location} --project={project}`"
        ),
        (Some(_), _) => "Google's repositories are named `PROJECT/REPOSITORY/IMAGE`".to_owned(),
        _ => format!(
            "make `{first}` there first (Harbor calls it a project), or push to a repository that is there"
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::remedy;

    #[test]
    fn clouds_have_a_command_for_it() {
        let ecr = remedy("123456789012.dkr.ecr.eu-west-2.amazonaws.com", "team/app");
        assert_eq!(ecr, "`aws ecr create-repository --region eu-west-2 --repository-name team/app`");
        let china = remedy("123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn", "app");
        assert!(china.contains("--region cn-north-1 "), "{china}");
        let public = remedy("public.ecr.aws", "alias/team/app");
        assert!(public.ends_with("--repository-name team/app`"), "{public}");
        let google = remedy("europe-west3-docker.pkg.dev", "project/images/app");
        assert!(
            google.contains("create images ") && google.contains("--location=europe-west3 --project=project")
        );
        assert!(remedy("europe-docker.pkg.dev", "project/app").contains("`PROJECT/REPOSITORY/IMAGE`"));
    }

    #[test]
    fn others_are_told_of_the_first_part() {
        assert!(remedy("harbor.example", "team/app").contains("make `team` there first"));
    }
}
