//! What all containers of a pod ask for together.

use std::collections::HashMap;

use super::amounts::amount_of;
use super::restarts_always;
use crate::formats::quantity::Quantity;
use crate::pod::{At, Pod, Role};

type Amounts<'t> = HashMap<&'t str, Quantity>;

/// The limits of a container that are known.
pub(super) fn limits_of<'t>(resources: &At<'t>) -> impl Iterator<Item = (&'t str, Quantity)> + use<'t> {
    known(resources, "limits").into_iter()
}

/// The requests of a container that are known; in a pod a limit is a request too where there is none.
pub(super) fn requests_of<'t>(
    resources: &At<'t>,
    in_pod: bool,
) -> impl Iterator<Item = (&'t str, Quantity)> + use<'t> {
    let mut amounts: Amounts<'t> = HashMap::new();
    if in_pod && resources.get("requests").is_none_or(|requests| !requests.is_unknown()) {
        amounts.extend(known(resources, "limits"));
    }
    for (key, at) in resources.map("requests") {
        match amount_of(&at) {
            Some(amount) => amounts.insert(&key.name, amount),
            None => amounts.remove(key.name.as_str()),
        };
    }
    amounts.into_iter()
}

fn known<'t>(resources: &At<'t>, list: &str) -> Vec<(&'t str, Quantity)> {
    let amounts = resources.map(list).into_iter();
    amounts.filter_map(|(key, at)| Some((key.name.as_str(), amount_of(&at)?))).collect()
}

/// What the pod needs of each resource (`AggregateContainerRequests`): the sum of the containers that stay, or what an
/// init container needs beside the sidecars before it, whichever is more.
pub(super) fn total<'t, I: Iterator<Item = (&'t str, Quantity)>>(
    pod: &Pod<'t>,
    amounts: impl Fn(&At<'t>) -> I,
) -> Amounts<'t> {
    let (mut sum, mut sidecars, mut start) = (Amounts::new(), Amounts::new(), Amounts::new());
    for container in &pod.containers {
        let Some(resources) = container.at.get("resources") else { continue };
        let is_init = container.role == Role::Init;
        for (name, amount) in amounts(&resources) {
            let stays = !is_init || restarts_always(container);
            if stays {
                add(&mut sum, name, amount);
            }
            if !is_init {
                continue;
            }
            let needed = if stays {
                add(&mut sidecars, name, amount)
            } else {
                sidecars.get(name).map_or(amount, |before| before.plus(amount))
            };
            raise(&mut start, name, needed);
        }
    }
    for (name, needed) in start {
        raise(&mut sum, name, needed);
    }
    sum
}

fn add<'t>(amounts: &mut Amounts<'t>, name: &'t str, amount: Quantity) -> Quantity {
    let sum = amounts.entry(name).and_modify(|sum| *sum = sum.plus(amount)).or_insert(amount);
    *sum
}

fn raise<'t>(amounts: &mut Amounts<'t>, name: &'t str, needed: Quantity) {
    let most = amounts.entry(name).or_insert(needed);
    *most = needed.max(*most);
}
