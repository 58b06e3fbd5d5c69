package dev.rookery.tool.simulation;

/**
 * How often things go wrong in a schedule, per mille.
 *
 * @param lost a message or mutation never arrives
 * @param late it arrives seconds late
 * @param stuck a whole request waits in its coordinator for seconds
 * @param twice it arrives twice
 * @param unanswered what was asked is done, and the answer is lost
 * @param ambush a node stops at the worst moment: between reading a tail and writing it again, or after a batch left it
 */
record Weather(int lost, int late, int stuck, int twice, int unanswered, int ambush) {
    static final Weather CALM = new Weather(0, 0, 0, 0, 0, 0);

    static Weather of(Chance chance) {
        int strength = chance.below(4);
        return new Weather(
                chance.below(1 + 25 * strength),
                chance.below(1 + 20 * strength),
                chance.below(1 + 15 * strength),
                chance.below(1 + 15 * strength),
                chance.below(1 + 25 * strength),
                chance.below(1 + 40 * strength));
    }
}
