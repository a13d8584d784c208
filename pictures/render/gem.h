#pragma once
// Cut stones: convex bodies given by the planes of their facets.
#include <string_view>
#include <vector>

#include "pictures/render/vec.h"

namespace pictures {

/// Fresnel's share that is mirrored, for light that goes from index `from` to `to` at cosine `in`; `out` becomes the cosine behind, 0 when all is mirrored.
float fresnel(float in, float from, float to, float& out);

/// A stone about the origin, table up (+z), of width about 2. Proportions differ a little by seed; symmetry is perfect, so a turn repeats itself.
class Gem {
public:
    /// `cut`: round, princess, emerald, oval, cushion, pear, marquise. Throws std::runtime_error for another cut.
    Gem(std::string_view cut, std::uint32_t seed);

    /// Where a ray from outside goes in: distance and facet; false when it misses.
    bool enter(V from, V direction, float& distance, int& facet) const;
    /// The facet that a ray from inside meets; -1 only by rounding.
    int leave(V from, V direction, float& distance) const;
    V normal(int facet) const { return {nx_[size_t(facet)], ny_[size_t(facet)], nz_[size_t(facet)]}; }
    /// z of the lowest point and half widths.
    float culet() const { return culet_; }
    V reach() const { return reach_; }

private:
    void add(V normal, V point);
    void add_through(V a, V b, V c);
    void brilliant(float table, float crown_degrees, float pavilion_degrees);
    void stepped(float half_width, float half_depth, float corner);
    void princess();
    void cushion();
    void pear();
    void squeeze(float y);
    void finish();
    std::vector<float> nx_, ny_, nz_, d_;
    std::uint32_t seed_;
    Random random_;
    float culet_ = -1;
    V reach_{1, 1, 1};
};

}  // namespace pictures
