//! What agencies send: NewsML, NITF, ninjs, and the older formats of the wire.

mod anpa;
mod iptc7901;
pub(super) mod newsml_1;
pub(super) mod newsml_g2;
pub(super) mod ninjs;
pub(super) mod nitf;
pub(super) mod reuters;
pub(super) mod telex;
