// oidc-provider takes a Node that is newer than every long-term release for one that is too old, and warns on import.
process.release.lts ??= 'newer';
