// Keeps notices until the test delivers them.
using Weir.Proxy.Timeouts;

namespace Weir.Tests.Proxy.Timeouts;

internal sealed class FakeSink : IExpirySink
{
    public List<(int Slot, int Generation)> Posted { get; } = [];

    public bool IsFull { get; set; }

    public bool TryPostExpired(int slot, int generation)
    {
        if (!IsFull)
        {
            Posted.Add((slot, generation));
        }

        return !IsFull;
    }
}
