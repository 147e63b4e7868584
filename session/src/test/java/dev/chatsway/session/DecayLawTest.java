package dev.chatsway.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What {@code scale: auto} promises of every pair of tallies. */
final class DecayLawTest {

  @Property
  void autoIsSymmetric(@ForAll("tallies") double pro, @ForAll("tallies") double contra) {
    assertThat(auto(contra, pro)).isEqualTo(-auto(pro, contra));
  }

  @Property
  void autoIsBoundedAndItsSignIsThatOfTheLeadingSide(
      @ForAll("tallies") double pro, @ForAll("tallies") double contra) {
    assertThat(auto(pro, contra)).isBetween(-100.0, 100.0);
    assertThat(Math.signum(auto(pro, contra))).isEqualTo(Math.signum(pro - contra));
  }

  @Property
  void everyVoteMovesAutoTowardsItsSide(
      @ForAll("tallies") double pro,
      @ForAll("tallies") double contra,
      @ForAll("weights") double weight) {
    assertThat(auto(pro + weight, contra)).isGreaterThanOrEqualTo(auto(pro, contra));
    assertThat(auto(pro, contra + weight)).isLessThanOrEqualTo(auto(pro, contra));
  }

  /** The slope is at most 54.5 points a unit of weight: 100 · 8 / 6^1.5, where one side alone has √2. */
  @Property
  void autoIsContinuous(@ForAll("tallies") double pro, @ForAll("tallies") double contra) {
    assertThat(auto(pro + 1e-6, contra)).isCloseTo(auto(pro, contra), within(54.5e-6));
    assertThat(auto(pro, contra + 1e-6)).isCloseTo(auto(pro, contra), within(54.5e-6));
  }

  @Property
  void silenceBringsAutoToNeutralAndNeverAwayFromIt(
      @ForAll("tallies") double pro, @ForAll("tallies") double contra) {
    double before = Math.abs(auto(pro, contra));
    for (double left = 0.5; left > 1e-12; left /= 2) {
      double after = Math.abs(auto(pro * left, contra * left));
      assertThat(after).isLessThanOrEqualTo(before + 1e-9);
      before = after;
    }
    assertThat(before).isCloseTo(0, within(0.01));
    assertThat(auto(0, 0)).isZero();
  }

  @Property
  void aShownValueAndItsStrengthGiveTheDifferenceBack(
      @ForAll("tallies") double pro, @ForAll("tallies") double contra) {
    for (Scale scale : new Scale[] {Scale.SHARE, Scale.AUTO}) {
      double value = DecayLaw.shown(scale, 0, pro - contra, pro + contra);
      assertThat(DecayLaw.difference(scale, value, pro + contra))
          .isCloseTo(pro - contra, within(1e-6));
    }
  }

  /** 60 to 40 looks like 60 to 40, in a chat of 30 and of 30,000. */
  @Property
  void aCrowdsShareHardlyDependsOnItsSize(@ForAll("crowds") double voters) {
    assertThat(auto(voters * 0.6, voters * 0.4)).isCloseTo(20, within(0.05));
  }

  @Provide
  Arbitrary<Double> tallies() {
    return Arbitraries.doubles().between(0, 1e5).ofScale(3);
  }

  @Provide
  Arbitrary<Double> weights() {
    return Arbitraries.doubles().between(0, 100).ofScale(2);
  }

  @Provide
  Arbitrary<Double> crowds() {
    return Arbitraries.doubles().between(30, 30_000);
  }

  private static double auto(double pro, double contra) {
    return DecayLaw.shown(Scale.AUTO, 0, pro - contra, pro + contra);
  }
}
