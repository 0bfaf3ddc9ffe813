/**
 * Node: a host whose crash ends its connections as well; the other ends find out by themselves.
 *
 * Source: HA-1, LM-8; domain.md 1.3, 3.2.
 */
import { enqueueActions } from 'xstate';
import { node as host } from '../node.ts';
import { nodeIds, routeName } from '../live-migration/names.ts';

export const node = host.provide({
  actions: {
    killResidents: enqueueActions(({ context: { id, residents }, enqueue }) => {
      for (const resident of residents) enqueue.sendTo(({ system }) => system.get(resident), { type: 'HOST_CRASHED' });
      for (const other of nodeIds.filter((one) => one !== id)) {
        enqueue.sendTo(({ system }) => system.get(routeName(id, other)), () => ({ type: 'END_DIED', node: id }));
        enqueue.sendTo(({ system }) => system.get(routeName(other, id)), () => ({ type: 'END_DIED', node: id }));
      }
    }),
  },
});
