import { pick, useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { GraphiQL } from 'graphiql';
import { Kind, OperationTypeNode, parse } from 'graphql';
import { useEffect } from 'react';
import type { Ask } from './askWith.ts';
import type { Example } from './examples.ts';

export interface Loaded {
  readonly example: Example;
  readonly variables: Readonly<Record<string, string>>;
}

interface ExplorerProps {
  readonly ask: Ask;
  readonly loaded: Loaded;
}

/** GraphiQL without history and without browser storage. A new `ask` is a new reader. */
export function Explorer({ ask, loaded }: ExplorerProps) {
  return (
    <GraphiQL
      fetcher={ask}
      storage={noStorage}
      plugins={noPlugins}
      forcedTheme="system"
      isHeadersEditorEnabled={false}
      showPersistHeadersSettings={false}
      defaultEditorToolsVisibility="variables"
    >
      <GraphiQL.Logo>{null}</GraphiQL.Logo>
      <Follow loaded={loaded} />
    </GraphiQL>
  );
}

/**
 * Puts the example into the editor, and asks again whenever the example, the tab or the reader changes, so that no
 * answer to one reader is shown to the next. A mutation or a subscription is never sent again by itself.
 */
function Follow({ loaded }: { loaded: Loaded }) {
  const actions = useGraphiQLActions();
  const { fetcher, activeTabIndex, queryEditor, variableEditor, responseEditor } = useGraphiQL(
    pick('fetcher', 'activeTabIndex', 'queryEditor', 'variableEditor', 'responseEditor'),
  );

  useEffect(() => {
    queryEditor?.setValue(loaded.example.query);
    variableEditor?.setValue(JSON.stringify(loaded.variables, null, 2));
    actions.setOperationName(loaded.example.id);
  }, [loaded, queryEditor, variableEditor, actions]);

  useEffect(() => {
    if (!queryEditor || !variableEditor || !responseEditor) return;
    const query = queryEditor.getValue();
    responseEditor.setValue('');
    actions.updateActiveTabValues({ response: null });
    if (asksOnly(query)) actions.run();
  }, [fetcher, loaded, activeTabIndex, queryEditor, variableEditor, responseEditor, actions]);

  return null;
}

function asksOnly(text: string): boolean {
  try {
    const operations = parse(text).definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
    return operations.length > 0 && operations.every(({ operation }) => operation === OperationTypeNode.QUERY);
  } catch {
    return false;
  }
}

const noPlugins: [] = [];
const noStorage: Storage = {
  length: 0,
  clear: () => {},
  getItem: () => null,
  key: () => null,
  removeItem: () => {},
  setItem: () => {},
};
