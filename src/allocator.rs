//! Memory of what is shipped to browsers. The standard allocator weighs more than a page of the site.

#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();
