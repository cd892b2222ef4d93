// Tests that lower the whole process's descriptor limit run while no other test does.
using Xunit;

namespace Weir.Tests.Linux;

[CollectionDefinition(nameof(DescriptorLimitCollection), DisableParallelization = true)]
#pragma warning disable CA1711 // xunit's term for it
public sealed class DescriptorLimitCollection;
#pragma warning restore CA1711
