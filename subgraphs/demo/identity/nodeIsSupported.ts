/** Imported before oidc-provider, which warns on the screen about a Node that is not called LTS yet. */
if (process.release.lts === undefined) Object.assign(process.release, { lts: 'Krypton' });
