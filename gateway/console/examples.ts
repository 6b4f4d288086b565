/** A query to try. `incident: true` = it asks for one incident, whose id the page looks up first. */
export interface Example {
  /** Also the name of the operation in the query. */
  readonly id: string;
  readonly title: string;
  readonly about: string;
  readonly query: string;
  readonly incident: boolean;
}

export const boardExample: Example = {
  id: 'Board',
  title: 'The board',
  about: 'What is serious, where, and is anybody missing from the picture?',
  incident: false,
  query: `# The board of a watch officer.
query Board {
  incidents(
    where: { minSeverity: S3_HIGH }
    first: 25
  ) {
    edges {
      node {
        name
        severity
        status
        owner { code }
        label { banner }
        attribution { actor confidence }
        capabilityRequests(first: 5) {
          edges {
            node { status requester { code } }
          }
        }
      }
    }
    pageInfo { hasNextPage endCursor }
    coverage { complete unavailable }
  }
}
`,
};

const recordExample: Example = {
  id: 'Record',
  title: 'One incident in full',
  about: 'With links, requests and lessons of every nation.',
  incident: true,
  query: `# With all that nations attached to it.
# Another reader may get null for it.
query Record($id: ID!) {
  incident(id: $id) {
    ...Marked
    name
    description
    severity
    status
    owner { name }
    occurredAt
    affectedNations { code }
    techniques { id name }
    attribution { actor confidence }
    related(first: 10) {
      coverage { complete unavailable }
      edges {
        node {
          relation
          assertedBy { code }
          from { name owner { code } }
          to { name owner { code } }
        }
      }
    }
    indicators(first: 10) {
      edges {
        node {
          type
          pattern
          sightings(first: 5) {
            edges {
              node { nation { code } lastSeen count }
            }
          }
        }
      }
    }
    timeline(first: 20) {
      edges { node { at kind text } }
    }
    acknowledgements {
      edges { node { nation { code } at note } }
    }
    capabilityRequests {
      edges {
        node {
          status
          urgency
          kinds
          requester { code }
          exercise { name }
          responses {
            edges {
              node { by { code } response terms }
            }
          }
        }
      }
    }
    lessons {
      edges {
        node { title status exercise { name } }
      }
    }
  }
}

fragment Marked on Labelled {
  label { banner releasableTo originators }
  fieldMarkings { field banner }
}
`,
};

const viewerExample: Example = {
  id: 'WhoAmI',
  title: 'Who am I?',
  about: 'What the alliance made of the token, after expiry and ceilings.',
  incident: false,
  query: `# After verification.
query WhoAmI {
  viewer {
    nation { code name }
    organisation
    roles
    pseudonym(towards: "EST")
    clearance {
      level
      nationalTerm
      categories
      expiresAt
      effectiveLevels { domain level }
    }
    assurance { aal multiFactor }
  }
}
`,
};

const situationExample: Example = {
  id: 'Situation',
  title: 'The situation in numbers',
  about: 'Counts over what this reader may see, and no more.',
  incident: false,
  query: `# A hidden incident is not counted.
query Situation {
  situation {
    asOf
    label { banner }
    bySeverity { key count }
    byNation { key count }
    bySector { key count }
    coverage { complete unavailable }
  }
}
`,
};

export const examples: readonly Example[] = [boardExample, recordExample, viewerExample, situationExample];
