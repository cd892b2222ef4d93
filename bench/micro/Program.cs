// Times each operation of the request path: dotnet run -c Release --project bench/micro [-- --filter '*' --job short].
using BenchmarkDotNet.Running;
using Weir.Bench.Micro;

BenchmarkSwitcher.FromTypes([typeof(RequestPath)]).Run(args);
