use k8s_openapi::api::core::v1::Pod;
use kube::api::ListParams;
use kube::{Api, Client, ResourceExt};

#[tokio::main]
async fn main() -> Result<(), kube::Error> {
    let pods: Api<Pod> = Api::default_namespaced(Client::try_default().await?);
    for pod in pods.list(&ListParams::default()).await? {
        println!("{}", pod.name_any());
    }
    Ok(())
}
