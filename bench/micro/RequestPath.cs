// The benchmark: one case for each operation.
using BenchmarkDotNet.Attributes;

namespace Weir.Bench.Micro;

/// <summary>BenchmarkDotNet derives from this class and calls it.</summary>
[MemoryDiagnoser]
public class RequestPath
{
    private Action _operation = static () => { };

    public static IEnumerable<string> Names => new HotOperations().ByName.Keys;

    [ParamsSource(nameof(Names))]
    public string Operation { get; set; } = "";

    [GlobalSetup]
    public void Choose() => _operation = new HotOperations().ByName[Operation];

    [Benchmark]
    public void Run() => _operation();
}
