import test from 'ava';
import { testGoldenDay } from './golden-day.ts';

testGoldenDay(test, 'advanced');
