import { createLocalJWKSet, createRemoteJWKSet } from 'jose';
import type { JSONWebKeySet, JWTVerifyGetKey } from 'jose';

/** The gateway's public keys: a set, or where it publishes them. */
export const gatewayKeySet = (keys: JSONWebKeySet | URL): JWTVerifyGetKey =>
  keys instanceof URL ? createRemoteJWKSet(keys) : createLocalJWKSet(keys);
