#pragma once
// Finds what a ray meets first among very many triangles and stones.
#include <vector>

#include "pictures/render/scene.h"

namespace pictures {

struct Hit {
    float distance = 1e9f;
    V normal;                 ///< turned against the ray
    V flat;                   ///< of the triangle itself
    int material = -1;
    int stone = -1, facet = -1;   ///< of a stone that the ray goes into
    float u = 0, v = 0;
    bool is_inside = false;   ///< the surface was met from behind
};

/// A tree of boxes over a scene that must outlive it. Answers are the same from any thread.
class Tree {
public:
    explicit Tree(const Scene& scene);
    /// The first thing within `limit`; false when there is none. `skipped` is a stone that the ray comes out of.
    bool first(V from, V direction, float limit, int skipped, Hit& hit) const;
    /// How much light passes from `from` along `direction`: 0 behind anything solid, coloured behind glass and stones.
    V passing(V from, V direction, int skipped) const;

private:
    struct Node {
        V low, high;
        int begin = 0, count = 0, right = 0;
    };
    int build(int begin, int end, std::vector<V>& low, std::vector<V>& high);
    bool meet(int item, V from, V direction, float limit, int skipped, Hit& hit) const;
    bool is_hole(const Hit& hit) const;
    const Scene& scene_;
    std::vector<Node> nodes_;
    std::vector<int> items_;  ///< triangles, then stones
};

}  // namespace pictures
