//! Notifications and forwarded messages go where their address leads: by e-mail, or by phone.

use std::sync::Arc;

use crate::shell::runtime::connector::{Connector, Delivery, DeliveryKind, Outcome};

/// Two connectors for one kind of act: one for e-mail addresses, the other for the rest.
pub struct ByAddress {
    email: Arc<dyn Connector>,
    phone: Arc<dyn Connector>,
}

impl ByAddress {
    /// What has an `@` goes to the first, the rest to the second.
    pub fn new(email: Arc<dyn Connector>, phone: Arc<dyn Connector>) -> Self {
        Self { email, phone }
    }

    fn of(&self, delivery: &Delivery) -> &Arc<dyn Connector> {
        let to: &str = match &delivery.kind {
            DeliveryKind::Message(message) => &message.address,
            DeliveryKind::Notify { to, .. } | DeliveryKind::Forward { to, .. } => to,
            DeliveryKind::Call { .. } | DeliveryKind::Other { .. } => "",
        };
        if to.contains('@') { &self.email } else { &self.phone }
    }
}

impl Connector for ByAddress {
    fn name(&self) -> &str {
        self.email.name()
    }

    fn deliver(&self, delivery: &Delivery) -> Outcome {
        self.of(delivery).deliver(delivery)
    }

    /// Only what both can promise.
    fn takes_keys(&self) -> bool {
        self.email.takes_keys() && self.phone.takes_keys()
    }
}
