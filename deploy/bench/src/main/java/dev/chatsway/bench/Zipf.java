package dev.chatsway.bench;

import java.util.Arrays;
import java.util.Random;

/** Picks numbers by Zipf's law: the i-th is 1/i as likely as the first. */
final class Zipf {

  private final double[] cumulative;

  /** Of the numbers from 0 to count - 1. */
  Zipf(int count) {
    cumulative = new double[count];
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += 1.0 / (i + 1);
      cumulative[i] = sum;
    }
  }

  int next(Random random) {
    double at = random.nextDouble() * cumulative[cumulative.length - 1];
    int place = Arrays.binarySearch(cumulative, at);
    return place >= 0 ? place : -place - 1;
  }
}
