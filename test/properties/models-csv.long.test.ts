import { isOfCsv, testLongScopes } from './long-scopes.ts';

testLongScopes(isOfCsv);
