import { isOfFailover, testLongScopes } from './long-scopes.ts';

testLongScopes(isOfFailover);
