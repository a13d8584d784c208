#pragma once
// From a scene to light on a plate: a path tracer with noise-free mirrors and stones, and soft light that is smoothed afterwards.
#include <functional>
#include <vector>

#include "pictures/render/scene.h"

namespace pictures {

/// What reached the plate, and what the smoothing wants to know of each point.
struct Plate {
    int width = 0, height = 0;
    std::vector<V> mirrored;     ///< light of mirrors, stones and backdrop: free of noise
    std::vector<V> own;          ///< the colour of the soft surface seen
    std::vector<V> light;        ///< light that falls on it: noisy; -1 where nothing is known
    std::vector<V> normal;
    std::vector<float> depth;
    std::vector<int> thing;      ///< which material is seen first
};

/// Renders with all processors. The same scene gives the same plate, however many there are.
Plate expose(const Scene& scene);

/// Smooths the noisy light between points of one surface (an edge-stopping a-trous filter) and puts all together: linear colours.
std::vector<V> develop(Plate plate);

/// Linear light as the eye of a camera takes it: bright parts bend instead of clipping. `before_film` is its inverse.
V on_film(V light);
V before_film(V shown);

}  // namespace pictures
