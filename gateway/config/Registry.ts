import type { AllianceDocument } from '../../schema/alliance/AllianceDocument.ts';
import type { Aal, Role } from '../../schema/label/clearance.ts';
import type { Directory } from '../../schema/label/directory.ts';
import type { Level } from '../../schema/label/level.ts';

/** The signature algorithms that an access token may use. A shared secret (HS256 ...) can never be one. */
export const tokenAlgorithms = ['EdDSA', 'ES256', 'ES384', 'ES512', 'PS256', 'PS384', 'PS512', 'RS256'] as const;
export type TokenAlgorithm = (typeof tokenAlgorithms)[number];

/** The most that tokens of one issuer are believed to say. The issuer's own nation is never in question. */
export interface Vouches {
  readonly nationalities: readonly string[];
  readonly level: Level;
  readonly categories: readonly string[];
  readonly roles: readonly Role[];
  readonly aal: Aal;
}

/** The identity provider of one nation or organisation. */
export interface Issuer {
  /** Compared with `iss` character by character. */
  readonly url: string;
  /** Where its public keys are. Never looked up from a token, never shared with another issuer. */
  readonly jwks: string;
  readonly algorithms: readonly TokenAlgorithm[];
  readonly demo: boolean;
  readonly vouches: Vouches;
}

/** A nation, or an organisation with staff of its own. */
export interface Party {
  readonly code: string;
  readonly name: string;
  /** The highest level of others' information that it may know, whatever its issuer vouches for. */
  readonly ceiling: Level;
  /** Null: nobody signs in for it. */
  readonly issuer: Issuer | null;
}

export interface Nation extends Party {
  /** False for a partner, such as a state of the EU that is not in the alliance. */
  readonly member: boolean;
  /** URL of its subgraph. Null: it serves no records, and no list asks it. */
  readonly endpoint: string | null;
  readonly agency: Agency | null;
}

export interface Agency {
  readonly name: string;
  readonly constituency: string | null;
  readonly contacts: readonly AgencyContact[];
}

export interface AgencyContact {
  readonly function: string;
  readonly hours: string | null;
  readonly email: string | null;
  readonly telephone: string | null;
  /** Canonical marking text. */
  readonly marking: string;
}

export type AgreementEntry = AllianceDocument['agreements'][number] & {
  /** Canonical marking text. */
  readonly marking: string;
};

/** Where the gateway's own keys lie: absolute paths. */
export interface GatewayConfig {
  /** `iss` of the passports it signs. */
  readonly issuer: string;
  /** `aud` of the access tokens it takes. */
  readonly audience: string;
  readonly signingKey: string;
  readonly cursorKey: string;
  readonly pseudonymKeys: string;
}

/** A body that is no nation, such as a centre of excellence. */
export interface Organisation extends Party {
  /** The central subgraph that it serves. Null: none. */
  readonly subgraph: CentralService | null;
}

export interface CentralService {
  readonly endpoint: string;
  /** File that holds its SDL: an absolute path. */
  readonly schema: string;
}

/** Who belongs to the alliance and what holds between them: one validated file, deeply frozen, replaced as a whole. */
export interface Registry {
  readonly version: number;
  /** Only then are demo identity providers and demo keys believed. */
  readonly demo: boolean;
  readonly gateway: GatewayConfig;
  readonly nations: ReadonlyMap<string, Nation>;
  readonly organisations: ReadonlyMap<string, Organisation>;
  /** Nations and organisations together, by code. */
  readonly parties: ReadonlyMap<string, Party>;
  /** By issuer URL. */
  readonly issuers: ReadonlyMap<string, Party & { readonly issuer: Issuer }>;
  readonly agreements: readonly AgreementEntry[];
  readonly directory: Directory;
  /** The whole registry in the form of which each nation is told its part (extractFor.ts). */
  readonly document: AllianceDocument;
}
